# tests/layers.cmake can fail: each planted fault is found, and named.
#   cmake -DSCRATCH=FOLDER -P tests/policy/layers_test.cmake
cmake_policy(VERSION 3.25)

function(expect want file content)
  file(REMOVE_RECURSE ${SCRATCH})
  file(WRITE ${SCRATCH}/lib/text/width.cpp "#include \"base/error.h\"\n#include \"text/width.h\"\n")
  file(WRITE ${SCRATCH}/${file} "${content}\n")
  execute_process(COMMAND ${CMAKE_COMMAND} -DSOURCE=${SCRATCH} -P ${CMAKE_CURRENT_LIST_DIR}/../layers.cmake
    RESULT_VARIABLE result ERROR_VARIABLE said OUTPUT_QUIET)
  file(REMOVE_RECURSE ${SCRATCH})
  if(want STREQUAL "")
    if(NOT result EQUAL 0)
      message(FATAL_ERROR "${file}: ${content}: refused: ${said}")
    endif()
  elseif(result EQUAL 0 OR NOT said MATCHES "${want}")
    message(FATAL_ERROR "${file}: ${content}: wanted '${want}', got '${said}'")
  endif()
endfunction()

expect("" lib/gopher/menu.h "#include \"format/document.h\"")
expect("" converter/main.cpp "#include \"mirror/refresh.h\"")
expect("" lib/text/clean.cpp "fail(\"unprintable\"); // as cnn sends it")
expect("lib/text/wrap.cpp: may not include format/" lib/text/wrap.cpp "#include \"format/document.h\"")
expect("lib/base/clock.h: may not include mirror/" lib/base/clock.h "#pragma once\n#include \"mirror/refresh.h\"")
expect("lib/text/a.cpp: may not include utils/" lib/text/a.cpp "#include \"utils/string.h\"")
expect("lib/helpers/a.cpp: helpers is no module" lib/helpers/a.cpp "int x;")
expect("lib/extract/a.cpp: names a site" lib/extract/a.cpp "if (host == \"lite.cnn.com\") return;")
expect("converter/convert.cpp: names a site" converter/convert.cpp "name = \"cnn\";")
