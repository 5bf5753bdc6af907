package dev.dbops.cli.lambda;

import dev.dbops.aws.stack.StackChange;
import dev.dbops.aws.stack.StackOutput;
import java.util.List;

/**
 * The result of a deployment.
 *
 * @param stack its name
 * @param status CloudFormation's word for its status; empty when there is no stack
 * @param changes the changes of the change set
 * @param outputs the outputs of the stack
 */
record DeploymentResult(String stack, String status, List<StackChange> changes, List<StackOutput> outputs) {}
