namespace ZuperConnect.Tests.Conversations;

/// <summary>The minutes of the morning on which these conversations happen.</summary>
internal static class Minute
{
    private static readonly DateTimeOffset Morning = new(2026, 1, 5, 9, 0, 0, TimeSpan.Zero);

    public static DateTimeOffset At(int minute) => Morning.AddMinutes(minute);
}
