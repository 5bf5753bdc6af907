package dev.dbops.tunnel.program;

import dev.dbops.target.HostPort;
import dev.dbops.tunnel.TunnelException;
import dev.dbops.tunnel.Via;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Explains the messages of the AWS CLI and of its Session Manager plugin in db-ops' terms.
 *
 * @param via the instance
 * @param destination the database
 */
record SsmFailure(Via.Ssm via, HostPort destination) {
    /** As in {@code An error occurred (TargetNotConnected) when calling the StartSession operation: ...}. */
    private static final Pattern ERROR =
            Pattern.compile("An error occurred \\((\\w+)\\).*? operation(?: \\(.*?\\))?: (.*)");

    private static final Pattern NO_LOGIN = Pattern.compile(
            "(?i)unable to locate credentials|token has expired|error loading sso token|sso session|partial"
                    + " credentials|config profile .* could not be found|login");

    private static final String LOGIN =
            "log in again, for example with aws sso login, or set AWS_PROFILE; check: aws sts get-caller-identity";

    /** The reason why the AWS CLI has ended. */
    TunnelException ended(List<String> lines) {
        for (var line : lines) {
            var error = ERROR.matcher(line);
            if (error.find()) {
                return refused(error.group(1), error.group(2));
            }
            if (line.contains("specify a region")) {
                return TunnelException.usage("no AWS region is set", "set AWS_REGION to the instance's region");
            }
            if (line.contains("Could not connect to the endpoint URL")) {
                return TunnelException.temporary("AWS cannot be reached: " + line, "check the network and AWS_REGION");
            }
            if (NO_LOGIN.matcher(line).find()) {
                return TunnelException.lasting("there are no AWS credentials: " + line, LOGIN);
            }
        }
        return notForwarded(lines)
                .orElseGet(() -> TunnelException.temporary(
                        "the session on %s ended: %s"
                                .formatted(via.instance(), lines.isEmpty() ? "aws gave no reason" : lines.getLast()),
                        "a session ends after its idle timeout and its maximum duration; try again"));
    }

    private TunnelException refused(String code, String message) {
        return switch (code) {
            case "TargetNotConnected" ->
                TunnelException.temporary(
                        "%s is not connected to AWS Systems Manager".formatted(via.instance()),
                        "is it running, in this region and account, with the SSM agent and a role that has the policy"
                                + " AmazonSSMManagedInstanceCore?");
            case "AccessDeniedException", "AccessDenied" ->
                TunnelException.lasting(
                        "AWS does not allow a session on %s: %s".formatted(via.instance(), message),
                        "let an administrator allow the IAM action ssm:StartSession for the instance and the document"
                                + " AWS-StartPortForwardingSessionToRemoteHost");
            case "ExpiredToken",
                    "ExpiredTokenException",
                    "InvalidClientTokenId",
                    "UnrecognizedClientException",
                    "InvalidSignatureException" ->
                TunnelException.lasting("AWS does not accept the credentials: " + message, LOGIN);
            case "ThrottlingException" -> TunnelException.temporary("AWS limits the requests: " + message, "try again");
            default ->
                TunnelException.lasting(
                        "AWS does not start a session on %s: %s (%s)".formatted(via.instance(), message, code),
                        "check the instance ID and AWS_REGION");
        };
    }

    /** The reason why a connection was not forwarded, when one of the lines says it. */
    Optional<TunnelException> notForwarded(List<String> lines) {
        for (var line : lines) {
            if (line.startsWith("Connection to destination port failed")) {
                return Optional.of(TunnelException.temporary(
                        "%s cannot connect to %s".formatted(via.instance(), destination),
                        "is the server running, and does the database's security group allow connections from that"
                                + " instance?"));
            }
        }
        return Optional.empty();
    }
}
