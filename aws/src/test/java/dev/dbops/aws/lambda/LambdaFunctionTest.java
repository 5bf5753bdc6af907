package dev.dbops.aws.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbops.OpsException;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The forms in which Lambda lets a function be named. */
class LambdaFunctionTest {
    @ParameterizedTest
    @CsvSource({
        "orders,,orders,",
        "orders:live,,orders,live",
        "orders:17,,orders,17",
        "orders:$LATEST,,orders,$LATEST",
        "function:orders,,orders,",
        "123456789012:function:orders:live,,orders,live",
        "arn:aws:lambda:eu-west-1:123456789012:function:orders,eu-west-1,orders,",
        "arn:aws-cn:lambda:cn-north-1:123456789012:function:orders:live,cn-north-1,orders,live"
    })
    void aFunctionIsNamedByNameOrArnWithOrWithoutAQualifier(String text, String region, String name, String qualifier) {
        var function = LambdaFunction.parse(text);

        assertThat(function.id()).isEqualTo(text);
        assertThat(function.region()).isEqualTo(Optional.ofNullable(region));
        assertThat(function.name()).isEqualTo(name);
        assertThat(function.qualifier()).isEqualTo(qualifier == null ? "" : qualifier);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "or ders",
                "orders:",
                "orders/live",
                "orders:live:2",
                "arn:aws:lambda:eu-west-1:function:orders",
                "arn:aws:sqs:eu-west-1:123456789012:orders",
                "arn:orders",
                "https://abc.lambda-url.eu-west-1.on.aws"
            })
    void anInvalidFunctionIsRefused(String text) {
        assertThatThrownBy(() -> LambdaFunction.parse(text))
                .isInstanceOf(OpsException.class)
                .hasMessage("\"%s\" is not the name of a Lambda function".formatted(text));
    }
}
