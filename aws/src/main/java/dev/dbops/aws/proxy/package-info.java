/** Creates, shows and deletes RDS proxies. */
package dev.dbops.aws.proxy;
