# standstill_embed(TARGET HEADER NAMESPACE NAME=FILE...): gives the target a function NAME() in NAMESPACE for each
# file, declared in HEADER, that returns the file's bytes as they were at build time. The same file, run as a
# script, writes one of them.
if(CMAKE_SCRIPT_MODE_FILE)
  file(READ ${FILE} bytes HEX)
  string(REGEX REPLACE "(................................)" "\\1\n" bytes "${bytes}")
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${bytes}")
  file(WRITE ${OUTPUT} "#include \"${HEADER}\"\n\nnamespace {\nconstexpr unsigned char kBytes[] = {\n${bytes}};\n}\n"
    "std::string_view ${NAMESPACE}::${NAME}() {\n"
    "  return {reinterpret_cast<const char*>(kBytes), sizeof kBytes};\n}\n")
  return()
endif()

set(standstill_embed_script ${CMAKE_CURRENT_LIST_FILE})
function(standstill_embed target header namespace)
  foreach(pair IN LISTS ARGN)
    string(REGEX MATCH "^([^=]+)=(.+)$" match ${pair})
    set(name ${CMAKE_MATCH_1})
    get_filename_component(file ${CMAKE_MATCH_2} ABSOLUTE)
    set(output ${CMAKE_CURRENT_BINARY_DIR}/${name}.cc)
    add_custom_command(OUTPUT ${output}
      COMMAND ${CMAKE_COMMAND} -DFILE=${file} -DOUTPUT=${output} -DHEADER=${header}
        -DNAMESPACE=${namespace} -DNAME=${name} -P ${standstill_embed_script}
      DEPENDS ${file} ${standstill_embed_script} VERBATIM
      COMMENT "Embedding ${name}")
    target_sources(${target} PRIVATE ${output})
  endforeach()
endfunction()
