namespace ZuperConnect.Local;

/// <summary>A file that nobody but its owner can read.</summary>
internal static class SecretFile
{
    /// <summary>The secret in a file, made where there is none yet.</summary>
    public static string ReadOrMake(string path, Func<string> make)
    {
        if (!File.Exists(path))
        {
            Write(path, make());
        }

        return File.ReadAllText(path);
    }

    private static void Write(string path, string secret)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        // Whole or not at all: a key that was cut short would stop every later start.
        var unfinished = path + ".new";
        using (var file = new StreamWriter(unfinished, options))
        {
            file.Write(secret);
        }

        File.Move(unfinished, path, overwrite: true);
    }
}
