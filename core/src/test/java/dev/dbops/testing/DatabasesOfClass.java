package dev.dbops.testing;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Drops the databases of a test class when it has ended: a run makes thousands, of 300 files each. JUnit finds it in
 * META-INF/services.
 */
public final class DatabasesOfClass implements AfterAllCallback {
    /** A class runs on one thread. */
    private static final ThreadLocal<List<Made>> MADE = ThreadLocal.withInitial(ArrayList::new);

    private record Made(TestServer server, String name) {}

    static void add(TestServer server, String name) {
        MADE.get().add(new Made(server, name));
    }

    @Override
    public void afterAll(ExtensionContext context) {
        var isNested =
                context.getParent().flatMap(ExtensionContext::getTestClass).isPresent();
        if (isNested) {
            return;
        }
        for (var made : MADE.get()) {
            made.server().execute("postgres", "DROP DATABASE IF EXISTS " + made.name() + " WITH (FORCE)");
        }
        MADE.remove();
    }
}
