package dev.dbops.cli.process;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntConsumer;

/**
 * Receives the signals that end a process, until it is closed.
 *
 * <p>sun.misc.Signal is the only way to receive signals in Java. javac warns about that name, and the warning cannot be
 * suppressed. The class is therefore called by reflection.
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
     * Installs the handlers.
     *
     * @param received receives the number of each signal
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
            // as in the background of a script, or with nohup: the signal must stay ignored
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
