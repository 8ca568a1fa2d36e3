import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { canRun } from './can-run';
import { sdkFolder } from './sdk-folder';

const VERSION = '2.3.2';
const POM = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>receiver</groupId>
  <artifactId>receiver</artifactId>
  <version>1</version>
  <packaging>pom</packaging>
  <dependencies>
    <dependency>
      <groupId>com.cloudinary</groupId>
      <artifactId>cloudinary-http5</artifactId>
      <version>${VERSION}</version>
    </dependency>
  </dependencies>
</project>
`;

/** On a machine without a Java compiler and Maven, their tests do not exist. */
export function hasJava(): boolean {
  return canRun('javac', '-version') && canRun('mvn', '--version');
}

/** A class path that has the official SDK. */
export async function javaClassPathWithSdk(): Promise<string> {
  const folder = await sdkFolder(`cloudinary-java-${VERSION}`, async (empty) => {
    const pom = path.join(empty, 'pom.xml');
    await writeFile(pom, POM);
    const goal = ['dependency:copy-dependencies', '-DincludeScope=runtime', '-DoutputDirectory=jars'];
    await promisify(execFile)('mvn', ['--batch-mode', '--quiet', `--file=${pom}`, ...goal], { cwd: empty });
  });
  return path.join(folder, 'jars', '*');
}
