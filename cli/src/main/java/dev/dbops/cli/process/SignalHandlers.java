package dev.dbops.cli.process;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntConsumer;

/**
 * Takes the signals that end a process, until it is closed.
 *
 * <p>Java has one way to receive signals, sun.misc.Signal, and javac warns of that name whatever it is told; so it is
 * called by reflection.
 */
public final class SignalHandlers implements AutoCloseable {
    static final int INTERRUPT = 2;

    /** A process that a signal ends has this exit code and the signal's number. */
    static final int FIRST_EXIT_CODE = 128;

    /** The signals that end a process, and their numbers; not all systems have all of them. */
    private static final Map<String, Integer> NUMBERS = Map.of("INT", INTERRUPT, "TERM", 15, "HUP", 1);

    private final Class<?> signal;
    private final Class<?> handler;
    private final Method handle;
    private final Map<Object, Object> before = new LinkedHashMap<>();

    /**
     * Takes them from now on.
     *
     * @param received is told the number of each signal that comes
     */
    public SignalHandlers(IntConsumer received) {
        try {
            signal = Class.forName("sun.misc.Signal");
            handler = Class.forName("sun.misc.SignalHandler");
            handle = signal.getMethod("handle", signal, handler);
            for (var entry : NUMBERS.entrySet()) {
                install(entry.getKey(), own(entry.getValue(), received));
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this Java has no signals", e);
        }
    }

    private void install(String name, Object own) throws ReflectiveOperationException {
        var ignore = handler.getField("SIG_IGN").get(null);
        var number = signal.getConstructor(String.class).newInstance(name);
        var previous = handle.invoke(null, number, own);
        before.put(number, previous);
        if (previous == ignore) {
            // as in a script's background, and by nohup: it stays ignored, which a handler would undo
            handle.invoke(null, number, previous);
        }
    }

    private Object own(int number, IntConsumer received) {
        return Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler}, (proxy, method, args) -> {
            return switch (method.getName()) {
                case "handle" -> {
                    received.accept(number);
                    yield null;
                }
                case "equals" -> proxy == args[0];
                case "hashCode" -> number;
                default -> "handler of signal " + number;
            };
        });
    }

    @Override
    public void close() {
        before.forEach((name, previous) -> {
            try {
                handle.invoke(null, name, previous);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("a signal's handler cannot be put back", e);
            }
        });
    }
}
