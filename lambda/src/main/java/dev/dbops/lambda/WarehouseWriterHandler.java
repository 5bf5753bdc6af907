package dev.dbops.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.dbops.lambda.router.EventRouter;
import dev.dbops.lambda.runtime.FunctionRunner;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * The handler that writes events of db-ops into a warehouse, from any source: {@code
 * dev.dbops.lambda.WarehouseWriterHandler}.
 */
public final class WarehouseWriterHandler implements RequestStreamHandler {
    private final FunctionRunner runner = FunctionRunner.start(EventRouter::toWarehouse);

    @Override
    public void handleRequest(InputStream event, OutputStream answer, Context context) throws IOException {
        runner.run(event, answer, context);
    }
}
