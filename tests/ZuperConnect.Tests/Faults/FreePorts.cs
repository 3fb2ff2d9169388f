using System.Net.NetworkInformation;

namespace ZuperConnect.Tests.Faults;

/// <summary>
/// Ports for what is stopped and started again at the same place. They lie below those that systems give out by themselves, so that
/// no connection takes one in between.
/// </summary>
internal static class FreePorts
{
    private const int Lowest = 20_000;
    private const int Highest = 32_000;

    public static int[] Take(int count)
    {
        var taken = IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Select(listener => listener.Port).ToHashSet();
        int[] free = [.. Enumerable.Range(Lowest, Highest - Lowest).Where(port => !taken.Contains(port))];
        Random.Shared.Shuffle(free);
        return free[..count];
    }
}
