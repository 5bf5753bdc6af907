package dev.dbops.aws.lambda;

/**
 * A new message in the stream of the table of messages (Amazon DynamoDB developer guide, "DynamoDB Streams and AWS Lambda
 * triggers").
 */
final class SampleMessage {
    static final String RECORD = """
        {
          "Records": [
            {
              "eventID": "c4ca4238a0b923820dcc509a6f75849b",
              "eventName": "INSERT",
              "eventVersion": "1.1",
              "eventSource": "aws:dynamodb",
              "awsRegion": "eu-central-1",
              "dynamodb": {
                "ApproximateCreationDateTime": 1795169730,
                "Keys": {
                  "pk": { "S": "MSG#3d5a1f6e-8c24-4b7a-9e10-7b2c4d6f8a91" },
                  "sk": { "S": "2026-11-20T10:15:30.123456+00:00" }
                },
                "NewImage": {
                  "pk": { "S": "MSG#3d5a1f6e-8c24-4b7a-9e10-7b2c4d6f8a91" },
                  "sk": { "S": "2026-11-20T10:15:30.123456+00:00" },
                  "message_uuid": { "S": "8f1b9a52-3c0d-4e76-9c31-54d0a7e2b6f8" },
                  "message": { "S": "Shall we take the early train?" },
                  "user_uuid": { "S": "2e0f5c1a-94a6-4b7d-8d22-6f3f5f0c7b11" },
                  "user_display_name": { "S": "Ada Lovelace" },
                  "user_handle": { "S": "ada" }
                },
                "SequenceNumber": "13021600000000001596893679",
                "SizeBytes": 412,
                "StreamViewType": "NEW_IMAGE"
              },
              "eventSourceARN": "arn:aws:dynamodb:eu-central-1:123456789012:table/cruddur-messages/stream/2026-11-20T09:00:00.000"
            }
          ]
        }
        """;

    private SampleMessage() {}
}
