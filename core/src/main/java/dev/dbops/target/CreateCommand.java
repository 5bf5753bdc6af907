package dev.dbops.target;

/** The command that creates a database that does not exist, for hints. */
public final class CreateCommand {
    private CreateCommand() {}

    /** The command with the words that lead to this database, of which a URL is not shown. */
    public static String of(ConnectionTarget target) {
        var named = " -d " + shellWord(target.database());
        return "db-ops create"
                + switch (target.origin()) {
                    case Origin.LocalServer(var isNamed) ->
                        isNamed ? " " + shellWord("local:" + target.database()) : "";
                    case Origin.UrlVariable(var _, var environment, var _)
                    when !environment.isEmpty() -> " " + environment + named;
                    case Origin.UrlOption _ -> " --url URL" + named;
                    case Origin.UrlWord() -> " URL" + named;
                    case Origin.UrlVariable _, Origin.LibpqVariables _ -> named;
                };
    }

    private static String shellWord(String text) {
        return text.matches("[A-Za-z0-9_.:-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
