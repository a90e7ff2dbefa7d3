<?php
// Installs WordPress without a browser: `php install.php <folder of the site>`. Prints the users with
// their application passwords, one a line: role, login, password.
$_SERVER['HTTP_HOST'] = '127.0.0.1';
$_SERVER['REQUEST_METHOD'] = 'GET';
define('WP_INSTALLING', true);
require $argv[1] . '/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/upgrade.php';

wp_install('Tòa soạn thử', 'admin', 'admin@example.invalid', true, '', 'only-for-tests', '');
update_option('timezone_string', 'Asia/Ho_Chi_Minh');
// Only with addresses of words does /wp-json/ lead anywhere.
global $wp_rewrite;
$wp_rewrite->set_permalink_structure('/%postname%/');
flush_rewrite_rules(false);
// The greeting that a new site comes with.
foreach (get_posts(['post_type' => ['post', 'page'], 'numberposts' => -1, 'post_status' => 'any']) as $post) {
    wp_delete_post($post->ID, true);
}
wp_insert_category(['cat_name' => 'Tin tức & sự kiện', 'category_nicename' => 'tin-tuc']);

$users = ['admin' => get_user_by('login', 'admin')->ID];
foreach (['editor', 'author', 'contributor'] as $role) {
    $users[$role] = wp_insert_user([
        'user_login' => "desk-$role",
        'user_pass' => wp_generate_password(),
        'user_email' => "$role@example.invalid",
        'role' => $role,
        'display_name' => "Desk $role",
    ]);
}
foreach ($users as $role => $id) {
    [$password] = WP_Application_Passwords::create_new_application_password($id, ['name' => 'ban-thao']);
    echo $role, ':', get_userdata($id)->user_login, ':', $password, "\n";
}
