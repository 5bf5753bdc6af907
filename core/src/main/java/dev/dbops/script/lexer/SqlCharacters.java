package dev.dbops.script.lexer;

/** The kinds of characters in PostgreSQL's lexer (src/backend/parser/scan.l), as bytes of a superset of ASCII. */
final class SqlCharacters {
    private SqlCharacters() {}

    static boolean isWhiteSpace(int next) {
        return next == ' ' || next >= '\t' && next <= '\r';
    }

    static boolean isIdentifierStart(int next) {
        return next >= 'a' && next <= 'z' || next >= 'A' && next <= 'Z' || next == '_' || next >= 0x80;
    }

    static boolean isIdentifierPart(int next) {
        return isIdentifierStart(next) || next >= '0' && next <= '9' || next == '$';
    }
}
