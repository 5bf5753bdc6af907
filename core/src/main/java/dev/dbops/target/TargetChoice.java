package dev.dbops.target;

import java.util.Optional;

/**
 * What the user said about the target on the command line.
 *
 * <p>Both parts keep "not given" apart from "given, but empty": {@code --env "$STAGE"} with STAGE unset must not fall
 * back to another database.
 *
 * @param url the connection URL of {@code --url}
 * @param environment the name of the environment, such as prod
 */
public record TargetChoice(Optional<String> url, Optional<String> environment) {
    /** Nothing was said: the variables decide. */
    public static TargetChoice none() {
        return new TargetChoice(Optional.empty(), Optional.empty());
    }

    public static TargetChoice ofUrl(String url) {
        return new TargetChoice(Optional.of(url), Optional.empty());
    }

    public static TargetChoice ofEnvironment(String name) {
        return new TargetChoice(Optional.empty(), Optional.of(name));
    }

    /** Leaves the URL out, because it may hold a password. */
    @Override
    public String toString() {
        return "TargetChoice[url " + (url.isPresent() ? "given" : "not given") + ", environment="
                + environment.orElse("not given") + "]";
    }
}
