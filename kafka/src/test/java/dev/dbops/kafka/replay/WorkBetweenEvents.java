package dev.dbops.kafka.replay;

import dev.dbops.events.Batch;
import dev.dbops.events.Event;
import dev.dbops.events.Position;
import dev.dbops.kafka.message.KafkaMessage;
import dev.dbops.kafka.message.MessageForm;
import java.util.List;

/** Does something after the first event was sent: before each further one. */
final class WorkBetweenEvents implements MessageForm {
    private final MessageForm form;
    private final Runnable work;
    private boolean begun;

    WorkBetweenEvents(MessageForm form, Runnable work) {
        this.form = form;
        this.work = work;
    }

    @Override
    public void prepare(Batch batch) {
        form.prepare(batch);
    }

    @Override
    public List<KafkaMessage> of(Event event, Position window) {
        if (begun) {
            work.run();
        }
        begun = true;
        return form.of(event, window);
    }
}
