package dev.dbops.script.lexer;

import com.code_intelligence.jazzer.junit.DictionaryFile;
import com.code_intelligence.jazzer.junit.FuzzTest;

/**
 * Lets Jazzer look for scripts that break the scanner: guided by the branches they take, from those in
 * SqlScannerFuzzInputs on. Runs after the tests, for some seconds; docs/testing.md says how to let it run for hours.
 */
class SqlScannerFuzz {

    @FuzzTest
    @DictionaryFile(resourcePath = "scanner.dict")
    void everyScriptIsSplitAlikeAndGivesItsInputBack(byte[] script) {
        SplitProperties.check(script);
    }
}
