package dev.dbops.events.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReplayListenersTest {
    @Test
    void everyReportIsPassedOn() {
        assertThat(names(ReplayListeners.class)).containsAll(names(ReplayListener.class));
    }

    private static List<String> names(Class<?> type) {
        return Arrays.stream(type.getDeclaredMethods())
                .filter(method -> !method.isSynthetic())
                .map(Method::getName)
                .toList();
    }
}
