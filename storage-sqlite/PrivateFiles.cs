using System.Runtime.InteropServices;

namespace ZuperConnect.SqliteStorage;

/// <summary>Files and folders that only the current user can read, and the flushing of folders, for which .NET has no API.</summary>
internal static class PrivateFiles
{
    private const UnixFileMode FileMode600 = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Creates a folder for the current user only.</summary>
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

    /// <summary>Creates a file for the current user only.</summary>
    /// <exception cref="IOException">The file exists already, or cannot be created.</exception>
    public static FileStream Create(string path, FileOptions options = FileOptions.None) =>
        Open(path, FileMode.CreateNew, FileShare.Read | FileShare.Delete, options);

    /// <summary>Opens a file exclusively, and creates it if it does not exist.</summary>
    /// <exception cref="IOException">Another process has opened it.</exception>
    public static FileStream Hold(string path) => Open(path, FileMode.OpenOrCreate, FileShare.None, FileOptions.None);

    private static FileStream Open(string path, FileMode mode, FileShare share, FileOptions options)
    {
        // Without a buffer, closing cannot fail on a full disk.
        var file = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = share, Options = options, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            file.UnixCreateMode = FileMode600;
        }

        return new(path, file);
    }

    /// <summary>Flushes the entries of a folder. Windows does this itself.</summary>
    public static void FlushFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var descriptor = OpenFolder(folder, 0);
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
    private static extern int OpenFolder([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static extern int Flush(int descriptor);

    [DllImport("libc", EntryPoint = "close")]
    private static extern int Close(int descriptor);
}
