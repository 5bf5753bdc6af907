/** Events as compressed lines of JSON in a bucket of Amazon S3. */
package dev.dbops.aws.bucket;
