using ZuperConnect.Local.Clock;
using ZuperConnect.Local.Files;
using ZuperConnect.Local.Hosting;
using ZuperConnect.Local.Options;

namespace ZuperConnect.Local.Data;

/// <summary>
/// Keeps the data of a folder in the order of time where a fast clock ran ahead. Without it, what happens next would stand before what
/// happened last.
/// </summary>
internal static class DataClock
{
    /// <summary>Continues a fast clock where the last one was, and marks the folder. Without one, refuses data from the future.</summary>
    /// <exception cref="LocalStartException">The last change is in the future by the real time.</exception>
    public static void Continue(DataFolder folder, OpenStorage storage, AcceleratedTimeProvider? clock)
    {
        var note = folder.In(DataFolder.ClockName);
        if (clock is not null)
        {
            clock.SkipTo(storage.LastWriteAt);
            PrivateFile.Write(note, "");
        }
        else if (File.Exists(note))
        {
            if (storage.LastWriteAt > DateTimeOffset.UtcNow)
            {
                throw new LocalStartException(
                    $"In the data in {folder.Path} it is {storage.LastWriteAt:yyyy-MM-dd HH:mm} UTC already, because time ran fast there. "
                    + $"Nothing was changed. Go on with {LocalOptions.SpeedName} 1, or start anew with {LocalOptions.FreshName}.");
            }

            File.Delete(note);
        }
    }

    /// <summary>Refuses to take the data of a fast clock to where its mark would not be.</summary>
    /// <exception cref="LocalStartException">A fast clock ran in the folder.</exception>
    public static void RefuseToTake(string folder)
    {
        if (File.Exists(Path.Combine(folder, DataFolder.ClockName)))
        {
            throw new LocalStartException(
                $"The data in {folder} was written with {LocalOptions.SpeedName}, and time may have run ahead there. It is for trying out, "
                + "and is not copied.");
        }
    }
}
