package dev.dbops.script.lexer;

import java.nio.charset.Charset;

/**
 * The session's settings that decide how the text of a script is read: {@code client_encoding} and
 * {@code standard_conforming_strings}. A scanner asks for them only at text whose meaning depends on them.
 */
public interface TextSettings {
    /** The encoding of text that is not ASCII, a superset of ASCII. */
    Charset charset();

    /** PostgreSQL's name of the encoding. */
    String encoding();

    /** Returns whether text that is not valid in the encoding is an error; otherwise the encoding is a guess. */
    boolean isCertain();

    /** Returns whether a backslash in a plain string is literal. */
    boolean standardConformingStrings();

    /** A statement that has been read, for settings that are guessed from the text. */
    void note(Statement statement);
}
