package dev.dbops.aws;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import java.io.IOException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sso.auth.ExpiredTokenException;

/** The failures that are common to all AWS services. */
public enum AwsFailure {
    NO_CREDENTIALS,
    EXPIRED,
    NOT_ACCEPTED,
    DENIED,
    THROTTLED,
    NO_SUCH_HOST,
    CERTIFICATE,
    NO_ANSWER,
    OTHER;

    private static final String NOT_AUTHORIZED = "is not authorized to perform: ";

    /** The service's own name of the failure, such as DBInstanceNotFound; empty when it gave none. */
    public static String code(SdkException failure) {
        var code = failure instanceof AwsServiceException service && service.awsErrorDetails() != null
                ? service.awsErrorDetails().errorCode()
                : null;
        return code == null ? "" : code;
    }

    /** The service's message. */
    public static String message(SdkException failure) {
        var said = failure instanceof AwsServiceException service && service.awsErrorDetails() != null
                ? service.awsErrorDetails().errorMessage()
                : failure.getMessage();
        if (said != null && !said.isBlank()) {
            return said.strip();
        }
        return code(failure).isEmpty() && failure instanceof AwsServiceException service
                ? "the answer was HTTP status " + service.statusCode()
                : code(failure);
    }

    /**
     * See "Common errors" in the API references of EC2, RDS, Cognito, Secrets Manager and STS: each service has its own
     * codes.
     */
    public static AwsFailure of(SdkException failure) {
        if (failure instanceof AwsServiceException service && service.isThrottlingException()) {
            return THROTTLED;
        }
        return switch (code(failure)) {
            case "" -> ofClient(failure);
            case "ExpiredToken", "ExpiredTokenException", "RequestExpired", "TokenRefreshRequired" -> EXPIRED;
            case "AuthFailure",
                    "InvalidClientTokenId",
                    "InvalidAccessKeyId",
                    "InvalidSignatureException",
                    "IncompleteSignature",
                    "MissingAuthenticationToken",
                    "SignatureDoesNotMatch",
                    "UnrecognizedClientException" -> NOT_ACCEPTED;
            case "AccessDenied", "AccessDeniedException", "UnauthorizedOperation", "NotAuthorized" -> DENIED;
            case "RequestLimitExceeded", "Throttling", "ThrottlingException", "TooManyRequestsException" -> THROTTLED;
            default -> OTHER;
        };
    }

    private static AwsFailure ofClient(SdkException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ExpiredTokenException) {
                return EXPIRED;
            }
            if (cause instanceof UnknownHostException) {
                return NO_SUCH_HOST;
            }
            if (cause instanceof SSLException) {
                return CERTIFICATE;
            }
            if (cause instanceof IOException) {
                return NO_ANSWER;
            }
        }
        return failure instanceof SdkClientException && failure.getMessage().contains("credentials")
                ? NO_CREDENTIALS
                : OTHER;
    }

    /** The failure as db-ops reports it. */
    OpsException describe(SdkException failure, String action) {
        var kind = this == OTHER ? Kind.FAILED : Kind.UNREACHABLE;
        var denied = this == DENIED ? deniedAction(message(failure), action) : action;
        return new OpsException(kind, sentence(failure, denied), hint(failure, denied), failure);
    }

    /** A request may need a second action, such as ec2:CreateTags: then AWS names that one. */
    private static String deniedAction(String message, String action) {
        var start = message.indexOf(NOT_AUTHORIZED);
        if (start < 0) {
            return action;
        }
        var end = start + NOT_AUTHORIZED.length();
        var named = end;
        while (end < message.length()
                && (Character.isLetterOrDigit(message.charAt(end))
                        || message.charAt(end) == ':'
                        || message.charAt(end) == '-')) {
            end++;
        }
        var other = message.substring(named, end);
        return other.indexOf(':') > 0 ? other : action;
    }

    private String sentence(SdkException failure, String action) {
        return switch (this) {
            case NO_CREDENTIALS -> "no AWS credentials were found";
            case EXPIRED -> "the AWS credentials have expired";
            case NOT_ACCEPTED -> "AWS does not accept the credentials: " + message(failure);
            case DENIED -> "AWS denies %s: %s".formatted(action, message(failure));
            case THROTTLED ->
                "AWS asks for fewer requests, and still did after several attempts (%s)".formatted(action);
            case NO_SUCH_HOST ->
                "the AWS endpoint is not known: " + root(failure).getMessage();
            case CERTIFICATE ->
                "the TLS certificate of AWS is not accepted: " + root(failure).getMessage();
            case NO_ANSWER -> "AWS could not be reached: " + root(failure).getMessage();
            case OTHER -> "%s failed: %s".formatted(action, message(failure));
        };
    }

    private String hint(SdkException failure, String action) {
        return switch (this) {
            case NO_CREDENTIALS ->
                "log in (aws sso login, or aws configure), or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY";
            case EXPIRED -> "renew them: aws sso login, or set fresh AWS_ACCESS_KEY_ID ... AWS_SESSION_TOKEN";
            case NOT_ACCEPTED ->
                "check AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN and AWS_PROFILE, and that the region"
                        + " is enabled for the account";
            case DENIED -> "let an administrator allow the IAM action %s (docs/aws.md)".formatted(action);
            case THROTTLED -> "try again in a minute";
            case NO_SUCH_HOST -> "check the spelling of --region and AWS_REGION, and the network";
            case CERTIFICATE ->
                "check whether a proxy replaces certificates: then set AWS_CA_BUNDLE to its authorities";
            case NO_ANSWER -> "check the network, HTTPS_PROXY and AWS_ENDPOINT_URL";
            case OTHER -> code(failure).isEmpty() ? null : "AWS calls this " + code(failure);
        };
    }

    private static Throwable root(Throwable failure) {
        var root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }
}
