package dev.dbops.script.lexer;

import com.code_intelligence.jazzer.junit.DictionaryFile;
import com.code_intelligence.jazzer.junit.FuzzTest;

/**
 * Searches with Jazzer for scripts that break the scanner. The search starts from the scripts in SqlScannerFuzzInputs
 * and follows the branches that they take. It runs for some seconds after the tests; docs/testing.md shows how to run it
 * for hours.
 */
class SqlScannerFuzz {

    @FuzzTest
    @DictionaryFile(resourcePath = "scanner.dict")
    void everyScriptIsSplitTheSameWayAndIsReproduced(byte[] script) {
        SplitProperties.check(script);
    }
}
