using System.Net.NetworkInformation;

namespace ZuperConnect.Tests.Faults;

/// <summary>
/// Ports for servers that are stopped and started again at the same address. They are below the ephemeral range, so that no connection
/// takes one meanwhile.
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
