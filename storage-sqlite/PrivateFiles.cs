using System.Runtime.InteropServices;

namespace ZuperConnect.SqliteStorage;

/// <summary>Files and folders that only this user can read, and the flushing of folders, which .NET has no call for.</summary>
internal static class PrivateFiles
{
    private const UnixFileMode FileMode600 = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Creates a folder that is not there yet, for this user alone.</summary>
    public static void CreateFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, FileMode600 | UnixFileMode.UserExecute);
        }
    }

    /// <summary>Creates a file, for this user alone.</summary>
    /// <exception cref="IOException">It is there already, or cannot be created.</exception>
    public static FileStream Create(string path, FileOptions options = FileOptions.None)
    {
        var file = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.Read | FileShare.Delete, Options = options };
        if (!OperatingSystem.IsWindows())
        {
            file.UnixCreateMode = FileMode600;
        }

        return new(path, file);
    }

    /// <summary>Makes the names of a folder last: Windows does so itself.</summary>
    public static void FlushFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var descriptor = Open(folder, 0);
        if (descriptor < 0)
        {
            throw new IOException($"A folder cannot be opened to flush it: error {Marshal.GetLastPInvokeError()}.");
        }

        var flushed = Flush(descriptor);
        var error = Marshal.GetLastPInvokeError();
        _ = Close(descriptor);
        if (flushed is not 0)
        {
            throw new IOException($"A folder cannot be flushed: error {error}.");
        }
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static extern int Flush(int descriptor);

    [DllImport("libc", EntryPoint = "close")]
    private static extern int Close(int descriptor);
}
