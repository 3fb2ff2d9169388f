namespace ZuperConnect.Local;

/// <summary>A file that nobody but its owner can read.</summary>
internal static class SecretFile
{
    public static void Write(string path, string secret)
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
