package dev.dbops.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.dbops.lambda.router.EventRouter;
import dev.dbops.lambda.runtime.FunctionRunner;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** The handler of events of db-ops, from any source: {@code dev.dbops.lambda.EventRouterHandler}. */
public final class EventRouterHandler implements RequestStreamHandler {
    private final FunctionRunner runner = FunctionRunner.start(EventRouter::new);

    @Override
    public void handleRequest(InputStream event, OutputStream answer, Context context) throws IOException {
        runner.run(event, answer, context);
    }
}
