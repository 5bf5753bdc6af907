package dev.dbops.doctor.figures;

import java.time.Duration;
import java.util.List;

/**
 * A session that waits for a lock, or that others wait for.
 *
 * @param pid its process
 * @param user its role
 * @param application what it calls itself
 * @param state PostgreSQL's word for its state
 * @param command the first word of its query
 * @param time how long it has waited; of one that does not wait, how long its transaction has lasted
 * @param blockers the processes that it waits for; none when it holds others up without waiting itself
 * @param mode the lock that it wants, such as AccessExclusiveLock
 * @param object what it wants to lock
 */
public record LockSession(
        int pid,
        String user,
        String application,
        String state,
        String command,
        Duration time,
        List<Integer> blockers,
        String mode,
        String object) {

    public LockSession {
        blockers = List.copyOf(blockers);
    }
}
