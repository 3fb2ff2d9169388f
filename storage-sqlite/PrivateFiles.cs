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
    public static FileStream Create(string path, FileOptions options = FileOptions.None) =>
        Open(path, FileMode.CreateNew, FileShare.Read | FileShare.Delete, options);

    /// <summary>Opens a file that no other process may open meanwhile, and creates it if it is not there.</summary>
    /// <exception cref="IOException">Another process has it open.</exception>
    public static FileStream Hold(string path) => Open(path, FileMode.OpenOrCreate, FileShare.None, FileOptions.None);

    private static FileStream Open(string path, FileMode mode, FileShare share, FileOptions options)
    {
        // Without a buffer, closing writes nothing that a full disk could refuse.
        var file = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = share, Options = options, BufferSize = 0 };
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
