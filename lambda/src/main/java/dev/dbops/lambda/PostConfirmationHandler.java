package dev.dbops.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.dbops.lambda.cognito.PostConfirmation;
import dev.dbops.lambda.runtime.FunctionRunner;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** The handler of a Cognito user pool's post confirmation trigger: {@code dev.dbops.lambda.PostConfirmationHandler}. */
public final class PostConfirmationHandler implements RequestStreamHandler {
    private final FunctionRunner runner = FunctionRunner.start(PostConfirmation::new);

    @Override
    public void handleRequest(InputStream event, OutputStream answer, Context context) throws IOException {
        runner.run(event, answer, context);
    }
}
