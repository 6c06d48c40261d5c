// The fabric's CSR port: harts' questions to their interrupt files, and the answers.
// SPDX-License-Identifier: Apache-2.0
//
// Source: common/csr_port.h; rtl/imsic_files.v.
#include <algorithm>
#include <tuple>

#include "fabric/fabric_module.h"

namespace standstill::fabric {

/// The order on the pins does not hang on who was advanced first: by arrival, and then by hart.
void Fabric::ask(const CsrRequest& request, Cycle arrival, EventId id) {
  Question question{request, arrival, id};
  question.request.hart = index_of(request.hart);
  const auto before = [](const Question& a, const Question& b) {
    return std::tie(a.arrival, a.request.hart) < std::tie(b.arrival, b.request.hart);
  };
  questions_.insert(std::upper_bound(questions_.begin(), questions_.end(), question, before),
                    question);
  schedule();
}

/// Arrival of the first question that waits for its edge.
Cycle Fabric::next_question() const {
  return questions_.empty() ? kNever : questions_.front().arrival;
}

void Fabric::sample_questions(Cycle cycle) {
  if (next_question() >= cycle) return;
  const auto later = std::find_if(questions_.begin(), questions_.end(),
                                  [&](const Question& q) { return q.arrival >= cycle; });
  std::sort(questions_.begin(), later,
            [](const Question& a, const Question& b) { return a.request.hart < b.request.hart; });
  for (auto question = questions_.begin(); question != later; ++question) {
    inputs_.csr.push_back(question->request);
    asking_.push_back(question->id);
  }
  questions_.erase(questions_.begin(), later);
}

/// The pins answer by rising hart, and so do the questions stand there.
void Fabric::answer_questions(Cycle cycle) {
  answered_.clear();
  for (std::size_t i = 0; i < outputs_.csr.size(); ++i) {
    CsrAnswer answer = outputs_.csr[i];
    const unsigned index = answer.hart;
    answer.hart = hart_at(index);
    const EventId id = record(EventKind::CsrAccess, cycle, asking_[i], answer.hart, answer.rdata,
                              answer.illegal ? 1 : 0);
    answered_.push_back({index, id});
    context_.csr->answer(answer, id);
  }
  inputs_.csr.clear();
  asking_.clear();
}

/// Number of the hart's access to its interrupt file at this edge, 0 if there was none.
EventId Fabric::csr_access_of(unsigned index) const {
  for (const auto& [asker, id] : answered_)
    if (asker == index) return id;
  return 0;
}

}  // namespace standstill::fabric
