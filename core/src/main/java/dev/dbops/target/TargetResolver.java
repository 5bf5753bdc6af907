package dev.dbops.target;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Decides which database a command works on. The first of these that is set wins: {@code --url}; {@code
 * NAME_CONNECTION_URL} for an environment NAME; {@code CONNECTION_URL}; {@code DATABASE_URL}; the PG* variables; the
 * local server.
 */
public final class TargetResolver {
    private static final String SUFFIX = "_CONNECTION_URL";
    private static final String EXAMPLE = "postgresql://USER:PASSWORD@HOST:PORT/NAME";

    private final TargetEnvironment targetEnvironment;

    public TargetResolver(TargetEnvironment targetEnvironment) {
        this.targetEnvironment = targetEnvironment;
    }

    /**
     * Finds the target.
     *
     * @throws OpsException of kind USAGE when the winner cannot be used: no other source is tried, because that would
     *     be another database than the intended one
     */
    public Resolution resolve(TargetChoice choice) {
        var found = find(choice);
        return found instanceof Resolution.Remote remote
                ? new Resolution.Remote(
                        remote.target().besideProduction(ProductionDatabase.of(targetEnvironment)), remote.notes())
                : found;
    }

    private Resolution find(TargetChoice choice) {
        if (choice.url().isPresent() && choice.environment().isPresent()) {
            var environment = choice.environment().get();
            throw new OpsException(
                    Kind.USAGE,
                    mayHoldPassword(environment)
                            ? "--url and another connection URL exclude each other"
                            : "--url and the environment \"" + environment + "\" exclude each other",
                    "give one of them");
        }
        var named = choice.url().or(choice::environment).filter(LocalName::isLocal);
        if (named.isPresent()) {
            return local(named.get(), choice);
        }
        if (choice.url().isPresent()) {
            return fromUrl(choice.url().get(), choice.urlOption(), choice);
        }
        if (choice.environment().isPresent()
                && ConnectionUrl.isUrl(choice.environment().get())) {
            return fromUrl(choice.environment().get(), new Origin.UrlWord(), choice);
        }
        if (choice.environment().isPresent()) {
            return fromEnvironment(choice.environment().get(), choice);
        }
        for (var name : DisagreeingVariables.URL_VARIABLES) {
            if (targetEnvironment.has(name)) {
                var origin = new Origin.UrlVariable(name, "", targetEnvironment.fileOf(name));
                var winner = fromUrl(targetEnvironment.variable(name), origin, choice);
                return withNotes(
                        winner,
                        new DisagreeingVariables(
                                        targetEnvironment,
                                        name,
                                        winner.target(),
                                        choice.database().isPresent())
                                .notes());
            }
        }
        return fromLibpqVariables(choice);
    }

    private static Resolution local(String word, TargetChoice choice) {
        choice.refuseForLocalServer();
        var database = LocalName.database(word);
        if (choice.database().isPresent() && !choice.database().get().equals(database)) {
            throw new OpsException(
                    Kind.USAGE, "local:NAME and --database name different databases", "give the database once");
        }
        return new Resolution.Local(Optional.of(database), List.of());
    }

    private Resolution.Remote fromEnvironment(String environment, TargetChoice choice) {
        var variable = variableOf(environment);
        if (!targetEnvironment.has(variable)) {
            throw new OpsException(
                    Kind.USAGE,
                    "the environment \"" + environment + "\" has no database: " + variable + " is not set",
                    "set " + variable + "=" + EXAMPLE + others());
        }
        var origin = new Origin.UrlVariable(variable, environment, targetEnvironment.fileOf(variable));
        return fromUrl(targetEnvironment.variable(variable), origin, choice);
    }

    private static String variableOf(String environment) {
        boolean legal = !environment.isEmpty() && isLetter(environment.charAt(0));
        for (int i = 0; i < environment.length(); i++) {
            char character = environment.charAt(i);
            legal &=
                    isLetter(character) || character >= '0' && character <= '9' || character == '-' || character == '_';
        }
        if (mayHoldPassword(environment)) {
            throw new OpsException(
                    Kind.USAGE,
                    "the environment is neither a name nor a PostgreSQL connection URL",
                    "give a name, such as prod for PROD" + SUFFIX + ", or " + EXAMPLE);
        }
        if (!legal) {
            throw new OpsException(
                    Kind.USAGE,
                    environment.isEmpty()
                            ? "the name of the environment is empty"
                            : "\"" + environment + "\" is not the name of an environment",
                    "use a letter, then letters, digits, \"-\" and \"_\", such as prod for PROD" + SUFFIX);
        }
        return environment.toUpperCase(Locale.ROOT).replace('-', '_') + SUFFIX;
    }

    /** Returns whether a word looks like a URL or settings, so that it is not shown: a part of it may be a password. */
    private static boolean mayHoldPassword(String word) {
        return word.indexOf(':') >= 0
                || word.indexOf('@') >= 0
                || word.indexOf('/') >= 0
                || word.indexOf('=') >= 0 && word.toLowerCase(Locale.ROOT).contains("password");
    }

    private static boolean isLetter(char character) {
        return character >= 'a' && character <= 'z' || character >= 'A' && character <= 'Z';
    }

    /** The variables of the existing environments: the name was probably misspelt. */
    private String others() {
        var names = new ArrayList<String>();
        for (var name : targetEnvironment.variables().keySet()) {
            if (name.endsWith(SUFFIX) && targetEnvironment.has(name)) {
                names.add(name);
            }
        }
        names.sort(null);
        return names.isEmpty() ? "" : "; these are set: " + String.join(", ", names);
    }

    /** Adds the source of the URL to errors, which say only "the connection URL". */
    private Resolution.Remote fromUrl(String url, Origin origin, TargetChoice choice) {
        try {
            return ConnectionUrl.parse(url).resolve(origin, targetEnvironment, choice);
        } catch (OpsException e) {
            if (!e.getMessage().contains(UrlReader.SOURCE)) {
                // a PG* variable or a service file that completes the URL: the message names it
                throw e;
            }
            var message = e.getMessage() + " (from " + origin.description() + ")";
            throw new OpsException(e.kind(), message, e.hint().orElseThrow(), e);
        }
    }

    private Resolution fromLibpqVariables(TargetChoice choice) {
        var variables = new LibpqVariables(targetEnvironment);
        if (variables.nameTarget()) {
            var settings = variables.settings();
            choice.override(settings);
            var origin = new Origin.LibpqVariables(variables.file());
            return new TargetAssembly(settings, targetEnvironment, origin, variables.notes()).assemble();
        }
        choice.refuseForLocalServer();
        if (targetEnvironment.has("PGUSER") || targetEnvironment.has("PGPASSWORD")) {
            return new Resolution.Local(
                    choice.localDatabase(),
                    List.of((targetEnvironment.has("PGUSER") ? "PGUSER" : "PGPASSWORD")
                            + " is set, but neither PGHOST nor PGDATABASE: the local server is used"));
        }
        return new Resolution.Local(choice.localDatabase(), List.of());
    }

    private static Resolution withNotes(Resolution.Remote remote, List<String> further) {
        var notes = new ArrayList<>(remote.notes());
        notes.addAll(further);
        return new Resolution.Remote(remote.target(), notes);
    }
}
