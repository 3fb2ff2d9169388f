using ZuperConnect.Calls;
using ZuperConnect.Numbers;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Team;

namespace ZuperConnect.CallControl;

/// <summary>Creates the plans of calls from the settings of numbers and the devices of the team.</summary>
public sealed class CallPlans(NumberStore numbers, TeamStore team)
{
    /// <summary>The plan of a customer's call. Without devices, the caller hears the greeting and then leaves a voicemail.</summary>
    public async Task<CallPlan> OfInboundAsync(BusinessNumber number, DateTimeOffset at, CancellationToken cancellation)
    {
        if (number.GoesToVoicemail(at))
        {
            return Of(number with { TakesVoicemail = true });
        }

        var devices = from stored in await team.AllAsync(cancellation)
                      let member = stored.Member
                      where member.Device is not null && !member.Away && member.May(Permission.Phone)
                          && number.RingGroup?.Contains(member.UserId) is not false
                      select new Device(member.Author, member.Device!);
        return Of(number, [.. devices]);
    }

    /// <summary>The plan of a user's call; null if the user has no device.</summary>
    public async Task<CallPlan?> OfOutboundAsync(PhoneNumber number, string userId, CancellationToken cancellation) =>
        await team.FindAsync(userId, cancellation) is { Device: { } device } member
            ? Of((await numbers.AllAsync(cancellation)).GetValueOrDefault(number.Key)
                ?? new(number, null), new Device(member.Author, device))
            : null;

    private static CallPlan Of(BusinessNumber number, params ReadOnlySpan<Device> devices) =>
        new([.. devices], number.RingTime, number.Greeting is not null, number.Records, number.TakesVoicemail);
}
