/** Stacks of AWS CloudFormation: uploading, change sets, deploying with events, removing. */
package dev.dbops.aws.stack;
