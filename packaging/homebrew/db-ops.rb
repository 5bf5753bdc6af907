# A formula for a tap of your own (RELEASING.md). Linux gets the archive with its own runtime, macOS the one for JDK 25.
class DbOps < Formula
  desc "One command for the life of a PostgreSQL database on AWS"
  homepage "https://github.com/OWNER/REPOSITORY"
  version "@VERSION@"
  license "Apache-2.0"

  on_macos do
    url "https://github.com/OWNER/REPOSITORY/releases/download/v@VERSION@/db-ops-@VERSION@-jdk25.tar.gz"
    sha256 "@SHA256_JDK25@"
    depends_on "openjdk@25"
  end

  on_linux do
    on_intel do
      url "https://github.com/OWNER/REPOSITORY/releases/download/v@VERSION@/db-ops-@VERSION@-linux-x64.tar.gz"
      sha256 "@SHA256_LINUX_X64@"
    end
    on_arm do
      url "https://github.com/OWNER/REPOSITORY/releases/download/v@VERSION@/db-ops-@VERSION@-linux-arm64.tar.gz"
      sha256 "@SHA256_LINUX_ARM64@"
    end
  end

  def install
    libexec.install Dir["*"]
    if OS.mac?
      (bin/"db-ops").write_env_script libexec/"bin/db-ops", Language::Java.overridable_java_home_env("25")
    else
      bin.install_symlink libexec/"bin/db-ops"
    end
    man1.install_symlink Dir[libexec/"man/man1/*.1"]
    bash_completion.install_symlink libexec/"completions/db-ops.bash" => "db-ops"
    zsh_completion.install_symlink libexec/"completions/_db-ops"
    fish_completion.install_symlink libexec/"completions/db-ops.fish"
  end

  test do
    assert_match version.to_s, shell_output("#{bin}/db-ops --version")
  end
end
