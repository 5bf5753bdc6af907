package dev.dbops.cli.command;

import java.util.List;

/** A command that hands the words behind "--" to another program, whatever they look like. */
public interface RunsProgram {
    /** The words behind the first "--"; not called when there is none. */
    void programArguments(List<String> words);
}
