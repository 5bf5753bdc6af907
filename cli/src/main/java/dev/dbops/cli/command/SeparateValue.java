package dev.dbops.cli.command;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import java.util.Map;
import java.util.Stack;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Refuses the name of an option, or of a command, as a value that is a word of its own: in {@code --owner $ROLE --yes}
 * with an empty variable, {@code --yes} is not the role. A value after "=" is a value, whatever it looks like.
 *
 * <p>picocli does not distinguish the two. Its own check would refuse {@code --owner=-x}, too, and is switched off.
 */
final class SeparateValue implements IParameterPreprocessor {
    @Override
    public boolean preprocess(Stack<String> words, CommandSpec command, ArgSpec option, Map<String, Object> place) {
        var isSeparate = !"=".equals(place.get("separator")) && !"".equals(place.get("separator"));
        if (isSeparate && option.arity().min() > 0 && !words.isEmpty() && isName(words.peek(), command)) {
            throw failure(words.peek(), command, (OptionSpec) option);
        }
        return false;
    }

    private static boolean isName(String word, CommandSpec command) {
        return command.optionsMap().containsKey(word) || command.subcommands().containsKey(word);
    }

    private static MissingParameterException failure(String word, CommandSpec command, OptionSpec option) {
        var name = option.longestName();
        var failure = new MissingParameterException(command.commandLine(), option, name + " has no value");
        failure.initCause(new OpsException(
                Kind.USAGE,
                "%s has no value: \"%s\" follows".formatted(name, word),
                "if that is the value, write %s=%s; is a variable not set?".formatted(name, word)));
        return failure;
    }
}
