package dev.dbops.aws.lambda.role;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.aws.lambda.LambdaFunction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.iam.endpoints.IamEndpointProvider;

class FunctionArnTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        orders                                                    | arn:aws:rds:eu-central-1:123456789012:db:db          | arn:aws:lambda:eu-central-1:123456789012:function:orders
        orders:live                                               | arn:aws:rds:eu-central-1:123456789012:cluster:db     | arn:aws:lambda:eu-central-1:123456789012:function:orders:live
        210987654321:function:orders                              | arn:aws:rds:eu-central-1:123456789012:db:db          | arn:aws:lambda:eu-central-1:210987654321:function:orders
        arn:aws:lambda:eu-west-1:210987654321:function:orders:7   | arn:aws:rds:eu-central-1:123456789012:db:db          | arn:aws:lambda:eu-west-1:210987654321:function:orders:7
        orders                                                    | arn:aws-cn:rds:cn-north-1:123456789012:db:db         | arn:aws-cn:lambda:cn-north-1:123456789012:function:orders
        function:orders                                           | arn:aws-us-gov:rds:us-gov-west-1:123456789012:db:db  | arn:aws-us-gov:lambda:us-gov-west-1:123456789012:function:orders
        """)
    void whatTheReferenceDoesNotSayIsAsForTheDatabase(String reference, String database, String arn) {
        assertThat(FunctionArn.of(LambdaFunction.parse(reference), database)).hasToString(arn);
    }

    @ParameterizedTest
    @CsvSource({"orders,2", "orders:live,1"})
    void withoutAQualifierAllVersionsAreAllowed(String reference, int resources) {
        var function = FunctionArn.of(LambdaFunction.parse(reference), "arn:aws:rds:eu-central-1:123456789012:db:db");

        assertThat(function.resources()).hasSize(resources).first().isEqualTo(function.toString());
    }

    /** IAM has one endpoint for each partition: the region of the database selects it. */
    @ParameterizedTest
    @CsvSource({
        "eu-central-1, https://iam.amazonaws.com",
        "cn-northwest-1, https://iam.cn-north-1.amazonaws.com.cn",
        "us-gov-east-1, https://iam.us-gov.amazonaws.com"
    })
    void theEndpointOfIamIsTheOneOfThePartition(String region, String endpoint) {
        var resolved = IamEndpointProvider.defaultProvider()
                .resolveEndpoint(request -> request.region(Region.of(region)))
                .join();

        assertThat(resolved.endpointUrl().toUri()).hasToString(endpoint);
    }
}
