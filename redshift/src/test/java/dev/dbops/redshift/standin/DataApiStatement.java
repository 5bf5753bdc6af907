package dev.dbops.redshift.standin;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;

/** A request that was accepted: what DescribeStatement and GetStatementResult say of it. Thread-safe. */
final class DataApiStatement {
    /** The states of a statement. */
    enum Status {
        SUBMITTED,
        STARTED,
        FINISHED,
        FAILED,
        ABORTED
    }

    private static final int PAGE = 1000;

    private final String id = UUID.randomUUID().toString();
    private final Instant created = Instant.now();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final DataApiRequest request;
    private final List<Part> parts = new ArrayList<>();
    private Status status = Status.SUBMITTED;
    private String error = "";
    private int unseenPolls;

    /** One of its statements. */
    private static final class Part {
        private Status status = Status.SUBMITTED;
        private String error = "";
        private long rows = -1;
        private Optional<DataApiResult> result = Optional.empty();
    }

    /**
     * @param unseenPolls how often it is described as not finished after its end
     */
    DataApiStatement(DataApiRequest request, int unseenPolls) {
        this.request = request;
        this.unseenPolls = unseenPolls;
        request.sqls().forEach(_ -> parts.add(new Part()));
    }

    String id() {
        return id;
    }

    DataApiRequest request() {
        return request;
    }

    synchronized Status status() {
        return status;
    }

    synchronized void started() {
        status = Status.STARTED;
    }

    /** A statement has ended well. */
    synchronized void executed(int part, long rows, Optional<DataApiResult> result) {
        parts.get(part).status = Status.FINISHED;
        parts.get(part).rows = rows;
        parts.get(part).result = result;
    }

    /** A statement has failed, so the others are not executed. */
    synchronized void failed(int part, String message) {
        for (var i = part; i < parts.size(); i++) {
            parts.get(i).status = i == part ? Status.FAILED : Status.ABORTED;
        }
        parts.get(part).error = message;
        ended(Status.FAILED, request.batch() ? "Query #" + (part + 1) + " failed with " + message : message);
    }

    /** All of it has ended; the first end counts. */
    synchronized void ended(Status last, String message) {
        if (ended.getCount() > 0) {
            status = last;
            error = message;
            ended.countDown();
        }
    }

    void awaitEnd() throws InterruptedException {
        ended.await();
    }

    /** The answer to the request itself. */
    Map<String, Object> accepted() {
        var answer = new LinkedHashMap<String, Object>(request.echoed());
        answer.put("Id", id);
        answer.put("CreatedAt", seconds(created));
        return answer;
    }

    synchronized Map<String, Object> description() {
        var isSeen = unseenPolls == 0 || ended.getCount() > 0;
        unseenPolls -= isSeen ? 0 : 1;
        var answer = accepted();
        answer.putAll(described(id, isSeen ? status : Status.STARTED, isSeen ? error : "", total()));
        answer.put("HasResultSet", parts.stream().anyMatch(part -> part.result.isPresent()));
        if (request.batch()) {
            var subs = new ArrayList<Map<String, Object>>();
            for (var i = 0; i < parts.size(); i++) {
                var part = parts.get(i);
                var sub = described(id + ":" + (i + 1), isSeen ? part.status : Status.SUBMITTED, part.error, part.rows);
                sub.put("QueryString", request.sqls().get(i));
                sub.put("HasResultSet", part.result.isPresent());
                subs.add(sub);
            }
            answer.put("SubStatements", subs);
        } else {
            answer.put("QueryString", request.sqls().getFirst());
        }
        return answer;
    }

    private long total() {
        return request.batch() ? -1 : parts.getFirst().rows;
    }

    private Map<String, Object> described(String of, Status seen, String message, long rows) {
        var description = new LinkedHashMap<String, Object>();
        description.put("Id", of);
        description.put("Status", seen.name());
        description.put("CreatedAt", seconds(created));
        description.put("UpdatedAt", seconds(Instant.now()));
        description.put("ResultRows", rows);
        description.put("ResultSize", -1);
        description.put("RedshiftQueryId", 0);
        description.put("Duration", -1);
        if (!message.isEmpty()) {
            description.put("Error", message);
        }
        return description;
    }

    /**
     * A page of the result.
     *
     * @param part the number of the statement, from 1
     * @param from the index of the first row
     */
    synchronized Map<String, Object> result(int part, int from) {
        if (status != Status.FINISHED
                || part > parts.size()
                || parts.get(part - 1).result.isEmpty()) {
            throw DataApiRefusal.notFound(
                    "Query does not have result. Please check query status with DescribeStatement.");
        }
        var result = parts.get(part - 1).result.get();
        var all = result.records();
        var to = Math.min(all.size(), from + PAGE);
        var answer = new LinkedHashMap<String, Object>();
        answer.put("Records", all.subList(from, to));
        answer.put("ColumnMetadata", result.columns());
        answer.put("TotalNumRows", all.size());
        if (to < all.size()) {
            answer.put("NextToken", Integer.toString(to));
        }
        return answer;
    }

    /** A timestamp of the protocol JSON 1.1. */
    private static double seconds(Instant time) {
        return time.toEpochMilli() / 1000.0;
    }
}
