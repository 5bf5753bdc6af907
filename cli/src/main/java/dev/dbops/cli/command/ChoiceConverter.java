package dev.dbops.cli.command;

import java.util.Arrays;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.TypeConversionException;

/** Reads one of the words of an enum. picocli would also offer the names of its constants, such as {@code double_}. */
final class ChoiceConverter implements ITypeConverter<Object> {
    private final Object[] choices;

    private ChoiceConverter(Object[] choices) {
        this.choices = choices;
    }

    /** Gives the option this converter, if its type is an enum. */
    static OptionSpec.Builder where(OptionSpec.Builder option, Class<?> type) {
        return type.isEnum() ? option.converters(new ChoiceConverter(type.getEnumConstants())) : option;
    }

    @Override
    public Object convert(String text) {
        return Arrays.stream(choices)
                .filter(choice -> choice.toString().equals(text))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException(
                        "expected one of %s but was '%s'".formatted(Arrays.toString(choices), text)));
    }
}
