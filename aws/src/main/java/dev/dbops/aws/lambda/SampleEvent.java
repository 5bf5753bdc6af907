package dev.dbops.aws.lambda;

import dev.dbops.events.Event;
import dev.dbops.events.Operation;
import dev.dbops.events.Position;
import dev.dbops.events.envelope.Envelope;
import dev.dbops.text.Utf8Buffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;

/**
 * Sample events in the form in which each source gives them to a function, with the same change of a row in all of
 * them. That of S3 names an object with the change; that of DynamoDB has a message. The forms are those of the Lambda developer guide ("Using Lambda with Amazon SQS", "... Kinesis Data Streams",
 * "... Amazon MSK", "... self-managed Apache Kafka"), of the Amazon S3 user guide, and of "Post confirmation Lambda trigger" in the Cognito developer
 * guide.
 */
public final class SampleEvent {
    private static final String LOG = "0b6c1d7e-5f0a-4c1e-9d57-3f2a8e6b4c10";
    private static final Instant TIME = Instant.parse("2026-11-20T10:15:30.123456Z");
    private static final long SEQ = 17;

    /** The key of the row, by which its events stay in order. */
    private static final String ID = "2e0f5c1a-94a6-4b7d-8d22-6f3f5f0c7b11";

    private static final String DIRECT = """
        {
          "events": [
            %s
          ]
        }
        """;

    private static final String SQS = """
        {
          "Records": [
            {
              "messageId": "059f36b4-87a3-44ab-83d2-661975830a7d",
              "receiptHandle": "AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a",
              "body": "%1$s",
              "attributes": {
                "ApproximateReceiveCount": "1",
                "SentTimestamp": "%2$s",
                "SenderId": "AIDAIENQZJOLO23YVJ4VO",
                "ApproximateFirstReceiveTimestamp": "%2$s"
              },
              "messageAttributes": {},
              "md5OfBody": "%3$s",
              "eventSource": "aws:sqs",
              "eventSourceARN": "arn:aws:sqs:eu-central-1:123456789012:db-ops-events",
              "awsRegion": "eu-central-1"
            }
          ]
        }
        """;

    private static final String KINESIS = """
        {
          "Records": [
            {
              "kinesis": {
                "kinesisSchemaVersion": "1.0",
                "partitionKey": "%s",
                "sequenceNumber": "49590338271490256608559692538361571095921575989136588898",
                "data": "%s",
                "approximateArrivalTimestamp": %s
              },
              "eventSource": "aws:kinesis",
              "eventVersion": "1.0",
              "eventID": "shardId-000000000006:49590338271490256608559692538361571095921575989136588898",
              "eventName": "aws:kinesis:record",
              "invokeIdentityArn": "arn:aws:iam::123456789012:role/lambda-kinesis-role",
              "awsRegion": "eu-central-1",
              "eventSourceARN": "arn:aws:kinesis:eu-central-1:123456789012:stream/db-ops-events"
            }
          ]
        }
        """;

    private static final String KAFKA = """
        {
          %s,
          "bootstrapServers": "%s",
          "records": {
            "db-ops-events-0": [
              {
                "topic": "db-ops-events",
                "partition": 0,
                "offset": 15,
                "timestamp": %s,
                "timestampType": "CREATE_TIME",
                "key": "%s",
                "value": "%s",
                "headers": []
              }
            ]
          }
        }
        """;

    /** "Event message structure" (Amazon S3 user guide). The object is not there: the sample is to be edited. */
    private static final String S3 = """
        {
          "Records": [
            {
              "eventVersion": "2.1",
              "eventSource": "aws:s3",
              "awsRegion": "eu-central-1",
              "eventTime": "2026-11-20T10:15:31.000Z",
              "eventName": "ObjectCreated:Put",
              "userIdentity": {
                "principalId": "AWS:AIDAIENQZJOLO23YVJ4VO"
              },
              "requestParameters": {
                "sourceIPAddress": "192.0.2.10"
              },
              "responseElements": {
                "x-amz-request-id": "C3D13FE58DE4C810",
                "x-amz-id-2": "FMyUVURIY8/IgAtTv8xRjskZQpcIZ9KG4V5Wp6S7S/JRWeUWerMUE5JgHvANOjpD"
              },
              "s3": {
                "s3SchemaVersion": "1.0",
                "configurationId": "db-ops-events",
                "bucket": {
                  "name": "db-ops-events",
                  "ownerIdentity": {
                    "principalId": "A3NL1KOZZKExample"
                  },
                  "arn": "arn:aws:s3:::db-ops-events"
                },
                "object": {
                  "key": "%s",
                  "size": 318,
                  "eTag": "d41d8cd98f00b204e9800998ecf8427e",
                  "sequencer": "0055AED6DCD90281E5"
                }
              }
            }
          ]
        }
        """;

    /** As S3 writes it: URL-encoded. */
    private static final String S3_KEY =
            "cruddur/public.users/dt%3D2026-11-20/hour%3D10/0000000000000000017-3f2a9c1b5d7e8f60.jsonl.gz";

    private static final String MSK = "\"eventSource\": \"aws:kafka\",\n  \"eventSourceArn\":"
            + " \"arn:aws:kafka:eu-central-1:123456789012:cluster/events/751d2973-a626-431c-9d4e-d7975eb44dd7-2\"";

    private static final String MSK_BROKERS = "b-1.events.a1b2c3.c2.kafka.eu-central-1.amazonaws.com:9092";

    private static final String COGNITO = """
        {
          "version": "1",
          "region": "eu-central-1",
          "userPoolId": "eu-central-1_AbCdEfGhI",
          "userName": "5b1c7f0e-2d4a-4c8b-9b0e-0f6d3a7c9e21",
          "callerContext": {
            "awsSdkVersion": "aws-sdk-unknown-unknown",
            "clientId": "1example23456789"
          },
          "triggerSource": "PostConfirmation_ConfirmSignUp",
          "request": {
            "userAttributes": {
              "sub": "5b1c7f0e-2d4a-4c8b-9b0e-0f6d3a7c9e21",
              "cognito:user_status": "CONFIRMED",
              "email_verified": "true",
              "preferred_username": "ada",
              "name": "Ada Lovelace",
              "email": "ada@example.com"
            },
            "clientMetadata": {}
          },
          "response": {}
        }
        """;

    private SampleEvent() {}

    /** The event as JSON, in several lines. */
    public static String of(SampleSource source) {
        var millis = Long.toString(TIME.toEpochMilli());
        return switch (source) {
            case DIRECT -> DIRECT.formatted(envelope());
            case SQS -> SQS.formatted(envelope().replace("\"", "\\\""), millis, md5(envelope()));
            case KINESIS ->
                KINESIS.formatted(ID, base64(envelope()), millis.substring(0, 10) + "." + millis.substring(10));
            case MSK -> KAFKA.formatted(MSK, MSK_BROKERS, millis, base64(ID), base64(envelope()));
            case KAFKA ->
                KAFKA.formatted(
                        "\"eventSource\": \"SelfManagedKafka\"",
                        "kafka.example.com:9092",
                        millis,
                        base64(ID),
                        base64(envelope()));
            case S3 -> S3.formatted(S3_KEY);
            case COGNITO -> COGNITO;
            case DYNAMODB -> SampleMessage.RECORD;
        };
    }

    /** The change of a row as db-ops writes it; without an apostrophe, a backslash or a quote in a value. */
    private static String envelope() {
        var after = "{\"uuid\": \"%s\", \"handle\": \"ada\", \"display_name\": \"Ada Lovelace\"}".formatted(ID);
        var event = new Event(
                SEQ,
                "742",
                TIME.getEpochSecond() * 1_000_000 + TIME.getNano() / 1_000,
                "public",
                "users",
                Operation.INSERT,
                "{\"uuid\": \"%s\"}".formatted(ID),
                "",
                after,
                "");
        var text = new Utf8Buffer();
        new Envelope(LOG, "cruddur").append(event, Position.after(LOG, "742:742:"), text);
        return new String(text.toBytes(), StandardCharsets.UTF_8);
    }

    /** The checksum that SQS sends with a message. */
    private static String md5(String text) {
        try {
            var digest = MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has MD5", e);
        }
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
