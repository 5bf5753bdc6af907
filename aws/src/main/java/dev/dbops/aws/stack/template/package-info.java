/** Templates of AWS CloudFormation: their parameters, and the values that these may have. */
package dev.dbops.aws.stack.template;
