// Assembles, links and runs in a folder of its own, which goes when the bench goes.
// SPDX-License-Identifier: Apache-2.0
#include "bench.h"

#include <cstdlib>
#include <filesystem>
#include <stdexcept>

#include "freedoms.h"
#include "process.h"

namespace standstill::random {
namespace {

constexpr unsigned kBuildSeconds = 60;

void must_run(const std::vector<std::string>& command, const std::string& errors) {
  if (system::run_process(command, kBuildSeconds, errors).code != 0)
    throw std::runtime_error(command[0] + ": " + system::read_text(errors));
}

}  // namespace

Bench::Bench(Defect defect) : defect_(std::move(defect)) {
  std::string name = (std::filesystem::temp_directory_path() / "standstill-random-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
  folder_ = name;
}

Bench::~Bench() {
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

std::string Bench::build(const std::string& text, const char* name) {
  const std::string path = folder_ + "/" + name;
  system::write_text(path + ".s", text);
  must_run({STANDSTILL_RISCV_AS, "-march=rv64imac_zicsr_zifencei", "-mno-relax", "-I",
            STANDSTILL_RANDOM_FOLDER, path + ".s", "-o", path + ".o"},
           path + ".txt");
  must_run({STANDSTILL_RISCV_LD, "--no-warn-rwx-segments", "-T", STANDSTILL_ASM_LINKER_SCRIPT,
            path + ".o", "-o", path + ".elf"},
           path + ".txt");
  return path + ".elf";
}

Bench::Signatures Bench::run(const ProgramRequest& request) {
  const std::string text = Generator(request).program();
  const std::string elf = build(text, "program");
  const std::string model = defect_ ? build(defect_(text), "defect") : elf;
  Signatures signatures;
  signatures.model = system::run_on_model(model, 1, false).output;
  signatures.other = system::run_on_model(model, 1, true).output;
  signatures.qemu = system::plain_lines(system::run_on_qemu(elf, 1, kQemuHart).output);
  return signatures;
}

bool Bench::differs(const ProgramRequest& request) {
  const Signatures signatures = run(request);
  return first_difference(signatures.qemu, signatures.model).has_value();
}

std::string Bench::explain(ProgramRequest request, unsigned block) {
  request.blocks = block + 1;
  request.detail_block = block;
  const Signatures whole = run(request);
  const auto difference = first_difference(whole.qemu, whole.model);
  if (!difference) return "no difference when the block is printed in detail";
  const std::string where = "seed " + std::to_string(request.seed) + ", block " +
                            std::to_string(block) + ", " + difference->what + ": QEMU \"" +
                            difference->expected + "\", model \"" + difference->actual + "\"; ";
  Generator counter(request);
  counter.program();
  request.cut_after = 0;
  if (differs(request)) return where + "it does so without any plain piece of this block";
  unsigned good = 0;  // so many pieces of code agree, and with `bad` of them it differs
  unsigned bad = counter.detail_items();
  while (bad - good > 1) {
    request.cut_after = (good + bad) / 2;
    (differs(request) ? bad : good) = request.cut_after;
  }
  request.cut_after = bad;
  Generator cut(request);
  cut.program();
  return where + "it begins with piece " + std::to_string(bad) + ":\n" + cut.last_kept();
}

}  // namespace standstill::random
