package dev.dbops.script.encoding;

import dev.dbops.script.lexer.Statement;
import dev.dbops.script.lexer.StringSyntax;
import dev.dbops.script.lexer.TextSettings;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * The settings that a script seems to make, for reading it without a server. Once a statement may have changed the
 * encoding, invalid bytes are accepted: when the script runs, the server knows the encoding.
 */
public final class PlannedSettings implements TextSettings {
    private final StringSyntax strings = new StringSyntax(true);
    private String encoding = ClientEncoding.UTF8;
    private Charset charset = StandardCharsets.UTF_8;
    private boolean certain = true;

    @Override
    public Charset charset() {
        return charset;
    }

    @Override
    public String encoding() {
        return encoding;
    }

    @Override
    public boolean isCertain() {
        return certain;
    }

    @Override
    public boolean standardConformingStrings() {
        return strings.standardConformingStrings();
    }

    @Override
    public void note(Statement statement) {
        strings.note(statement);
        if (SettingChange.possibleBy(statement)) {
            certain = false;
            if (statement.word(0).equals("set") && SettingChange.namesEncoding(statement)) {
                set(ClientEncoding.nameInSetting(statement));
            }
        }
    }

    private void set(String name) {
        ClientEncoding.charset(name).ifPresent(known -> {
            charset = known;
            encoding = ClientEncoding.canonicalName(name);
        });
    }
}
