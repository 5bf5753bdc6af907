package dev.dbops.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.dbops.lambda.messages.MessageStream;
import dev.dbops.lambda.runtime.FunctionRunner;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** The handler of the stream of the table of messages: {@code dev.dbops.lambda.MessageStreamHandler}. */
public final class MessageStreamHandler implements RequestStreamHandler {
    private final FunctionRunner runner = FunctionRunner.start(MessageStream::new);

    @Override
    public void handleRequest(InputStream event, OutputStream answer, Context context) throws IOException {
        runner.run(event, answer, context);
    }
}
