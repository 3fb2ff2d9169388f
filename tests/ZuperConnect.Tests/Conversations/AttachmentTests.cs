using CsCheck;
using ZuperConnect.Conversations;
using static ZuperConnect.Tests.Conversations.TeamMember;

namespace ZuperConnect.Tests.Conversations;

public class AttachmentTests
{
    private const string MessageId = "received-1";

    [Fact]
    public void A_message_with_files_shows_them_as_pending()
    {
        var conversation = Received(("image/jpeg", "1"), ("image/png", "2"), ("text/x-vcard", "3"), ("application/x-unknown-type", "4"));

        Assert.Equal(
            [
                ("picture.jpg", AttachmentState.Pending), ("picture-2.png", AttachmentState.Pending),
                ("contact-3.vcf", AttachmentState.Pending), ("file-4.bin", AttachmentState.Pending),
            ],
            Message(conversation).Attachments.Select(one => (one.Name, one.State)));
    }

    [Fact]
    public void A_message_without_text_counts_as_one_with_text()
    {
        var conversation = Received(("image/jpeg", "1"));

        Assert.Equal((1, true, false), (conversation.State.UnreadCount, conversation.State.Unresponded, conversation.State.OptedOut));
    }

    [Theory]
    [InlineData("Picture", "image/jpeg")]
    [InlineData("2 pictures", "image/jpeg", "image/heic")]
    [InlineData("Video", "video/mp4")]
    [InlineData("2 sounds", "audio/amr", "audio/mpeg")]
    [InlineData("Contact", "text/vcard")]
    [InlineData("File", "application/pdf")]
    [InlineData("3 files", "image/jpeg", "text/vcard", "video/mp4")]
    public void The_list_describes_a_message_without_text(string shown, params string[] types) => Assert.Equal(
        shown, Received([.. types.Select((type, index) => (type, $"{index}"))]).State.LastAction!.Text);

    [Fact]
    public void The_list_shows_the_text_if_there_is_one()
    {
        var conversation = StoredConversation.New();
        conversation.Deliver(Customer.Writes("Look!", at: 1) with { Files = [File("image/jpeg", "1")] });

        Assert.Equal("Look!", conversation.State.LastAction!.Text);
    }

    [Fact]
    public void A_keyword_counts_with_a_picture_too()
    {
        var conversation = StoredConversation.New();
        conversation.Deliver(Customer.Writes("STOP", at: 1) with { Files = [File("image/jpeg", "1")] });

        Assert.True(conversation.State.OptedOut);
    }

    [Fact]
    public void A_users_message_has_its_pictures_and_says_so_when_it_fails()
    {
        var conversation = StoredConversation.New();
        var picture = new Attachment("a", "image/png", "plan.png", AttachmentState.Available) { Size = 3 };
        conversation.Deliver(Customer.Writes("Hello", at: 1));
        conversation.Deliver(Ana.Writes("", at: 2) with { Attachments = [picture] });
        Assert.Equal([picture], ((MessageItem)conversation.Timeline["reply"]).Attachments);
        Assert.Equal("Picture", conversation.State.LastAction!.Text);

        conversation.Deliver(new ChangeDelivery("failed", Minute.At(3), "reply", Minute.At(2), Delivery.Failed));

        Assert.Equal((LastActionType.MessageFailed, "Picture"),
            (conversation.State.LastAction!.Type, conversation.State.LastAction.Text));
        Assert.Equal([picture], ((MessageItem)conversation.Timeline["reply"]).Attachments);
    }

    [Fact]
    public void An_attachment_of_another_message_is_unknown()
    {
        var conversation = Received(("image/jpeg", "1"));

        conversation.Refuses(Change("2", AttachmentState.Available), Refusal.UnknownItem);
    }

    [Fact]
    public void Attachments_never_go_back_in_whatever_order_their_changes_come_and_nothing_else_changes() =>
        Gen.Select(Gen.Int[0, 2], Gen.Enum<AttachmentState>()).Array[0, 12].Sample(changes =>
        {
            var conversation = Received(("image/jpeg", "0"), ("application/octet-stream", "1"), ("text/vcard", "2"));
            var before = conversation.State;
            foreach (var (file, state) in changes)
            {
                conversation.Deliver(Change($"{file}", state));
            }

            Assert.All(Message(conversation).Attachments, one => Assert.Equal(
                changes.Where(change => $"{change.Item1}" == one.Id).Select(change => change.Item2).Append(AttachmentState.Pending).Max(),
                one.State));
            Assert.All(Message(conversation).Attachments, one => Assert.Equal(
                one.State is AttachmentState.Available ? 7 : null, one.Size));
            Assert.Equal(before with { Version = conversation.State.Version }, conversation.State);
        });

    private static StoredConversation Received(params (string Type, string Id)[] files)
    {
        var conversation = StoredConversation.New();
        conversation.Deliver(Customer.Writes("", at: 1) with { Files = [.. files.Select(file => File(file.Type, file.Id))] });
        return conversation;
    }

    private static MessageItem Message(StoredConversation conversation) => (MessageItem)conversation.Timeline[MessageId];

    private static ReceivedFile File(string type, string id) => new(id, type, new($"https://media.invalid/{id}"));

    private static ChangeAttachment Change(string id, AttachmentState state) =>
        new($"attachment-{id}-{state}", Minute.At(5), MessageId, Minute.At(1), id, state)
        {
            Size = state is AttachmentState.Available ? 7 : null,
        };
}
