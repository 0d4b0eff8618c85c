"""What the categories are called, and what is in them."""

from academy.notifications.models import Category

LABELS = {
    Category.SEATS: "Seats and payments",
    Category.WAITLIST: "Waiting lists",
    Category.SCHEDULE: "Dates and reminders",
    Category.LEARNING: "Learning",
    Category.COMPANY: "Your company",
    Category.REPLIES: "Replies to you",
    Category.INSTRUCTOR_REPLIES: "Answers by instructors",
    Category.BEST_ANSWERS: "Best answers",
    Category.THREADS: "Threads you follow",
    Category.CONNECTIONS: "Connections",
    Category.MODERATION: "Moderation",
    Category.ACCOUNT: "Account and safety",
    Category.NEWS: "News of the academy",
}

ABOUT = {
    Category.SEATS: "Seats you take, cancel or lose, what you pay and get back.",
    Category.WAITLIST: "Your place in a queue, and seats that are offered to you.",
    Category.SCHEDULE: "Sessions that are near, and dates that change.",
    Category.LEARNING: "Results, certificates, new material in your courses.",
    Category.COMPANY: "Invitations, seats and members of your company.",
    Category.REPLIES: "Somebody answers what you wrote, or mentions you.",
    Category.INSTRUCTOR_REPLIES: "An instructor answers in a thread of yours, or in one you follow.",
    Category.BEST_ANSWERS: "Your answer is marked as the best, or your question has one.",
    Category.THREADS: "Something new where you follow along, and announcements.",
    Category.CONNECTIONS: "Somebody wants to connect with you, or has agreed to.",
    Category.MODERATION: "What became of something you wrote or flagged.",
    Category.ACCOUNT: "Sign-ins, your address, the safety of your account.",
    Category.NEWS: "New courses and what the academy is up to.",
}
